import { startCompletion } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';
import type { Help } from './language';
import { askAnew, replaceText, setup, underline, type Ask } from './setup';
import styles from './formula-editor.module.css';

/** What the surroundings may ask of the editor. */
export interface EditorHandle {
  /** Opens the list of what may stand at the cursor. */
  offer: () => void;
}

interface EditorProps {
  name: string;
  describedBy: string;
  hint: string;
  value: string;
  ask: Ask;
  /** What is wrong, in the reader's words; it is underlined. */
  faults: readonly { from: number; to: number; words: string }[];
  handle: Ref<EditorHandle>;
  onChange: (formula: string) => void;
  onHelp: (help: Help | null, focused: boolean) => void;
}

/** The text of a formula in CodeMirror; everything that it says comes from `ask`. */
export default function Editor({ name, describedBy, hint, value, ask, faults, handle, onChange, onHelp }: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef({ onChange, onHelp });
  const first = useRef({ name, describedBy, hint, value, ask });
  useEffect(() => {
    latest.current = { onChange, onHelp };
  });
  useEffect(() => {
    const { current: parent } = host;
    if (parent === null) return undefined;
    const begin = first.current;
    const extensions = setup({
      ask: begin.ask,
      attributes: { 'aria-label': begin.name, 'aria-describedby': begin.describedBy },
      hint: begin.hint,
      chip: styles['chip'] ?? '',
      changed: (formula) => {
        latest.current.onChange(formula);
      },
      helped: (help, focused) => {
        latest.current.onHelp(help, focused);
      },
    });
    const made = new EditorView({ parent, state: EditorState.create({ doc: begin.value, extensions }) });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, []);
  useImperativeHandle(handle, () => ({
    offer: () => {
      if (view.current === null) return;
      view.current.focus();
      startCompletion(view.current);
    },
  }), []);
  useEffect(() => {
    if (view.current !== null) replaceText(view.current, value);
  }, [value]);
  useEffect(() => {
    if (view.current !== null) askAnew(view.current, ask);
  }, [ask]);
  useEffect(() => {
    if (view.current !== null) underline(view.current, faults);
  }, [faults]);
  return <div ref={host} className={styles['editor']} />;
}
