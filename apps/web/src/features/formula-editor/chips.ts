/** Fields are shown by their names, while the text keeps their ids. */
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view';
import type { EditorState, Extension, StateField } from '@codemirror/state';
import type { Help } from './language';

class Chip extends WidgetType {
  constructor(
    readonly label: string,
    readonly look: string,
  ) {
    super();
  }

  override eq(other: Chip): boolean {
    return other.label === this.label;
  }

  override toDOM(): HTMLElement {
    const chip = document.createElement('span');
    chip.className = this.look;
    chip.textContent = this.label;
    return chip;
  }
}

function chipsIn(state: EditorState, help: Help | null, look: string): DecorationSet {
  const text = state.doc.toString();
  const { head } = state.selection.main;
  const whole = (help?.fields ?? []).filter(({ from, to }) => text.charAt(from) === '{' && text.charAt(to - 1) === '}' && (head <= from || head >= to));
  return Decoration.set(
    whole.map(({ from, to, label }) => Decoration.replace({ widget: new Chip(label, look) }).range(from, to)),
    true,
  );
}

/** Each field is one chip: the cursor goes over it at once, and it is deleted at once. */
export function chips(help: StateField<Help | null>, look: string): Extension {
  const shown = (state: EditorState): DecorationSet => chipsIn(state, state.field(help), look);
  return [EditorView.decorations.compute([help], shown), EditorView.atomicRanges.of((view) => shown(view.state))];
}
