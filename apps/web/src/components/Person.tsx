import styles from './components.module.css';

/** The last two characters of a Chinese name, or the initials of another one. */
export function initialsOf(name: string): string {
  const letters = Array.from(name.trim());
  if (/^\p{Script=Han}/u.test(name)) return letters.slice(-2).join('');
  return name
    .split(/\s+/)
    .map((part) => Array.from(part)[0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();
}

/** A person: initials in a disc, and the name unless it stands beside. */
export function Person({ name, bare }: { name: string; bare?: boolean }) {
  return (
    <span className={styles['person']}>
      <span className={styles['disc']} aria-hidden={bare === true ? undefined : true} title={bare === true ? name : undefined}>
        {initialsOf(name)}
      </span>
      {bare !== true && name}
    </span>
  );
}
