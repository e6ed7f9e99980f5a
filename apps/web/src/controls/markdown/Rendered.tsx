import type { ReactNode } from 'react';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import styles from '../shared/shared.module.css';

function Page({ href, children }: { href?: string | undefined; children?: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

const faces = { a: Page };
const plugins = [remarkGfm];
const left = ['img'];

/** Marks become headings, lists and tables. HTML in the text stays text, only harmless addresses become links, and nothing is loaded. */
export default function Rendered({ text }: { text: string }) {
  return (
    <div className={styles['prose']}>
      <Markdown remarkPlugins={plugins} disallowedElements={left} components={faces}>
        {text}
      </Markdown>
    </div>
  );
}
