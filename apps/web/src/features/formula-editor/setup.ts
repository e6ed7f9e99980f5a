/** The editor of a formula, put together from the parts of CodeMirror. */
import { acceptCompletion, autocompletion, closeCompletion, closeBrackets, closeBracketsKeymap, pickedCompletion, startCompletion, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, history, redo, undo } from '@codemirror/commands';
import { setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { Annotation, Compartment, EditorState, Facet, StateField, Transaction, type Extension } from '@codemirror/state';
import { EditorView, hoverTooltip, keymap, placeholder, tooltips, type Tooltip } from '@codemirror/view';
import { chips } from './chips';
import type { Help, Suggestion } from './language';
import { look } from './look';

/** Asks the engine about a text and the place of the cursor; null as long as it is not there. */
export type Ask = (formula: string, cursor: number) => Help | null;

const asks = Facet.define<Ask, Ask>({ combine: (all) => all[0] ?? (() => null) });
const asking = new Compartment();

/** A text that came from elsewhere: it is not told again. */
const fromOutside = Annotation.define<boolean>();

function helpFor(state: EditorState): Help | null {
  return state.facet(asks)(state.doc.toString(), state.selection.main.head);
}

/** What the engine says of the text as it stands. */
export const helpField = StateField.define<Help | null>({
  create: helpFor,
  update: (before, transaction) => (transaction.docChanged || transaction.selection !== undefined || transaction.reconfigured ? helpFor(transaction.state) : before),
});

/** Signs behind which a value must follow, so that the list opens by itself. */
const wantsValue = /(?:[(,{=<>]|[<>=]\s)$/;

function apply(suggestion: Suggestion): NonNullable<Completion['apply']> {
  return (view, completion, from, to) => {
    view.dispatch({
      changes: { from, to, insert: suggestion.insert },
      selection: { anchor: from + suggestion.cursor },
      annotations: [pickedCompletion.of(completion), Transaction.userEvent.of('input.complete')],
      scrollIntoView: true,
    });
  };
}

function complete({ state, pos, explicit }: CompletionContext): CompletionResult | null {
  const found = state.facet(asks)(state.doc.toString(), pos)?.completion;
  if (found === undefined || found.items.length === 0) return null;
  const typed = found.from < pos;
  if (!explicit && !typed && !wantsValue.test(state.sliceDoc(0, pos))) return null;
  const options = found.items.map((item, index): Completion => {
    const { kind, label, detail, help } = item;
    return { label, detail, type: kind, boost: -index, apply: apply(item), ...(kind === 'function' && help !== '' ? { info: help } : {}) };
  });
  return { from: found.from, to: found.to, options, filter: false };
}

function hovered(view: EditorView, at: number): Tooltip | null {
  const help = view.state.facet(asks)(view.state.doc.toString(), at)?.hover;
  if (help === undefined || help === null) return null;
  const create = (): { dom: HTMLElement } => {
    const dom = document.createElement('div');
    dom.className = 'cm-formula-hover';
    const example = help.example.length === 2 ? [help.example.join(' → ')] : [];
    for (const [index, line] of [help.title, help.text, ...example].entries()) {
      if (line === '') continue;
      const part = document.createElement(index === 0 ? 'strong' : index === 1 ? 'div' : 'code');
      part.textContent = line;
      dom.append(part);
    }
    return { dom };
  };
  return { pos: help.from, end: help.to, above: true, create };
}

interface Setup {
  ask: Ask;
  /** Words for people who do not see the editor, and ids of what belongs to it. */
  attributes: Readonly<Record<string, string>>;
  hint: string;
  chip: string;
  changed: (formula: string) => void;
  helped: (help: Help | null, focused: boolean) => void;
}

export function setup({ ask, attributes, hint, chip, changed, helped }: Setup): Extension {
  return [
    asking.of(asks.of(ask)),
    helpField,
    chips(helpField, chip),
    history(),
    closeBrackets(),
    EditorState.languageData.of(() => [{ closeBrackets: { brackets: ['(', '"'] } }]),
    autocompletion({ override: [complete], icons: false, interactionDelay: 30, optionClass: (option) => `cm-formula-${option.type ?? ''}` }),
    hoverTooltip(hovered),
    tooltips({ position: 'fixed', parent: document.body }),
    keymap.of([
      { key: 'Tab', run: acceptCompletion },
      // Closes the list, and nothing around the editor.
      { key: 'Escape', run: closeCompletion, stopPropagation: true },
      { key: 'Ctrl-Space', run: startCompletion, preventDefault: true },
      // What was typed here is taken back here; only then steps of the designer are.
      { key: 'Mod-z', run: undo, stopPropagation: true },
      { key: 'Mod-Shift-z', run: redo, stopPropagation: true },
      { key: 'Mod-y', run: redo, stopPropagation: true },
      ...closeBracketsKeymap,
      ...defaultKeymap,
    ]),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ ...attributes, spellcheck: 'false', autocorrect: 'off', autocapitalize: 'off' }),
    placeholder(hint),
    look,
    EditorView.updateListener.of((update) => {
      const told = update.transactions.some((transaction) => transaction.annotation(fromOutside) === true);
      if (update.docChanged && !told) changed(update.state.doc.toString());
      if (update.focusChanged || update.startState.field(helpField) !== update.state.field(helpField)) helped(update.state.field(helpField), update.view.hasFocus);
    }),
  ];
}

/** Somebody else answers from now on: the form was changed, or the language. */
export function askAnew(view: EditorView, ask: Ask): void {
  const unanswered = view.state.field(helpField) === null;
  view.dispatch({ effects: asking.reconfigure(asks.of(ask)) });
  const completion = view.state.field(helpField)?.completion;
  // Whoever was faster than the engine gets the list for what was typed meanwhile.
  if (unanswered && view.hasFocus && completion !== undefined && completion.from < view.state.selection.main.head) startCompletion(view);
}

/** Puts another text in. */
export function replaceText(view: EditorView, formula: string): void {
  if (view.state.doc.toString() === formula) return;
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: formula }, annotations: [fromOutside.of(true), Transaction.addToHistory.of(false)] });
}

/** Underlines what is wrong. */
export function underline(view: EditorView, findings: readonly { from: number; to: number; words: string }[]): void {
  const { length } = view.state.doc;
  const marks = findings.map(({ from, to, words }): Diagnostic => ({ from: Math.min(from, length), to: Math.min(Math.max(to, from), length), severity: 'error', message: words }));
  view.dispatch(setDiagnostics(view.state, marks));
}
