import type { ReactNode } from 'react';
import styles from './form.module.css';

/** Where a link may lead: the web, mail, a phone, this server. */
const safe = /^(https?:\/\/|mailto:|tel:|\/(?!\/))/i;

/** Bold, slanted, code and links within a line; everything else is a text, whatever it looks like. */
function inline(line: string): readonly ReactNode[] {
  const parts = line.split(/(\*\*[^*]+\*\*|\*[^*]+\*|`[^`]+`|\[[^\]]+\]\([^)\s]+\))/);
  return parts.map((part, index) => {
    const link = /^\[([^\]]+)\]\(([^)\s]+)\)$/.exec(part);
    if (link !== null && safe.test(link[2] ?? '')) return <a key={index} href={link[2]} target="_blank" rel="noreferrer noopener">{link[1]}</a>;
    if (part.length > 4 && part.startsWith('**')) return <strong key={index}>{part.slice(2, -2)}</strong>;
    if (part.length > 2 && part.startsWith('*')) return <em key={index}>{part.slice(1, -1)}</em>;
    if (part.length > 2 && part.startsWith('`')) return <code key={index}>{part.slice(1, -1)}</code>;
    return part;
  });
}

type Block = { kind: 'title' | 'paragraph'; lines: string[] } | { kind: 'list'; ordered: boolean; lines: string[] };

/** Paragraphs, titles and lists of a text. */
export function blocksOf(words: string): readonly Block[] {
  const blocks: Block[] = [];
  let open = false;
  for (const line of words.split('\n').map((one) => one.trim())) {
    const last = blocks.at(-1);
    const entry = /^(?:[-*]|(\d+)[.)])\s+(.*)$/.exec(line);
    if (line === '') open = false;
    else if (/^#{1,3}\s/.test(line)) {
      blocks.push({ kind: 'title', lines: [line.replace(/^#+\s+/, '')] });
      open = false;
    } else if (entry !== null) {
      const ordered = entry[1] !== undefined;
      if (open && last?.kind === 'list' && last.ordered === ordered) last.lines.push(entry[2] ?? '');
      else blocks.push({ kind: 'list', ordered, lines: [entry[2] ?? ''] });
      open = true;
    } else {
      if (open && last?.kind === 'paragraph') last.lines.push(line);
      else blocks.push({ kind: 'paragraph', lines: [line] });
      open = true;
    }
  }
  return blocks;
}

/** A longer note of the form's author. No HTML: what is not one of the few marks is shown as it stands. */
export function RichNote({ words }: { words: string }) {
  return (
    <div className={styles['rich']}>
      {blocksOf(words).map((block, index) => {
        if (block.kind === 'title') return <h3 key={index}>{inline(block.lines[0] ?? '')}</h3>;
        if (block.kind === 'list') {
          const entries = block.lines.map((line, at) => <li key={at}>{inline(line)}</li>);
          return block.ordered ? <ol key={index}>{entries}</ol> : <ul key={index}>{entries}</ul>;
        }
        return <p key={index}>{block.lines.flatMap((line, at) => [...(at === 0 ? [] : [<br key={`b${String(at)}`} />]), <span key={at}>{inline(line)}</span>])}</p>;
      })}
    </div>
  );
}
