/** What the command palette offers, and which of it fits what was typed. */

export interface Command {
  id: string;
  label: string;
  /** Where it belongs: the app, the form. */
  beside: string;
  to: string;
}

/** Every part of what was typed stands somewhere in the words, in any order, and at least one of them in the label. */
export function fits(command: Command, typed: string): boolean {
  const label = command.label.toLowerCase();
  const words = `${label} ${command.beside.toLowerCase()}`;
  const parts = typed.toLowerCase().split(/\s+/);
  return parts.every((part) => words.includes(part)) && parts.some((part) => label.includes(part));
}

/** Those that fit; labels that begin with what was typed stand first. */
export function matching(commands: readonly Command[], typed: string): readonly Command[] {
  const start = typed.trim().toLowerCase();
  if (start === '') return commands;
  const found = commands.filter((command) => fits(command, start));
  const rank = (command: Command): number => (command.label.toLowerCase().startsWith(start) ? 0 : 1);
  return found.toSorted((one, other) => rank(one) - rank(other));
}
