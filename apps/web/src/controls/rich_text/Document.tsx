import { Fragment, type ReactNode } from 'react';
import { isObject, isText, listIn, numberIn, textIn } from '@/api/narrow';
import styles from '../shared/shared.module.css';

const harmless = /^(https?:\/\/|mailto:|tel:)/i;

/** The text of a leaf inside of its marks. Only what is named here is drawn; nothing of the value becomes markup. */
function marked(node: unknown): ReactNode {
  return listIn(node, 'marks').reduce<ReactNode>((inner, mark) => {
    switch (textIn(mark, 'type')) {
      case 'bold':
        return <strong>{inner}</strong>;
      case 'italic':
        return <em>{inner}</em>;
      case 'underline':
        return <u>{inner}</u>;
      case 'strike':
        return <s>{inner}</s>;
      case 'code':
        return <code>{inner}</code>;
      case 'link': {
        const address = isObject(mark) ? textIn(mark['attrs'], 'href') : undefined;
        if (address === undefined || !harmless.test(address)) return inner;
        return (
          <a href={address} target="_blank" rel="noopener noreferrer">
            {inner}
          </a>
        );
      }
      default:
        return inner;
    }
  }, textIn(node, 'text'));
}

function heading(level: number | undefined, inner: ReactNode): ReactNode {
  if (level === 1) return <h1>{inner}</h1>;
  return level === 2 ? <h2>{inner}</h2> : <h3>{inner}</h3>;
}

function drawn(node: unknown): ReactNode {
  const inner = listIn(node, 'content').map((child, index) => <Fragment key={index}>{drawn(child)}</Fragment>);
  const attributes = isObject(node) ? node['attrs'] : undefined;
  switch (textIn(node, 'type')) {
    case 'text':
      return marked(node);
    case 'paragraph':
      return <p>{inner.length === 0 ? <br /> : inner}</p>;
    case 'heading':
      return heading(numberIn(attributes, 'level'), inner);
    case 'bulletList':
      return <ul>{inner}</ul>;
    case 'orderedList':
      return <ol start={numberIn(attributes, 'start') ?? 1}>{inner}</ol>;
    case 'listItem':
      return <li>{inner}</li>;
    case 'blockquote':
      return <blockquote>{inner}</blockquote>;
    case 'codeBlock':
      return (
        <pre>
          <code>{inner}</code>
        </pre>
      );
    case 'horizontalRule':
      return <hr />;
    case 'hardBreak':
      return <br />;
    default:
      return inner;
  }
}

/** A rich text to read: drawn from the document by hand, without the editor. */
export function Document({ value }: { value: unknown }) {
  if (!isObject(value)) return isText(value) ? <span className={styles['pre']}>{value}</span> : null;
  return <div className={styles['prose']}>{drawn(value)}</div>;
}
