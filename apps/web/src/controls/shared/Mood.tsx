import styles from './shared.module.css';

/** How the mouth and the brows of a face go, from angry to glad. Drawn by hand: not every machine has letters for faces. */
const mouths = ['M8 17.2q4-4 8 0', 'M8.5 16.6q3.5-2.4 7 0', 'M8.5 15.8h7', 'M8.5 15q3.5 2.6 7 0', 'M7.6 14q4.4 5.4 8.8 0z'] as const;
const angry = 'M6.8 7.4l3.2 1.4M17.2 7.4l-3.2 1.4';

/** One of five faces; 0 is angry, 4 is glad. */
export function Mood({ at }: { at: number }) {
  return (
    <svg className={styles['moodFace']} viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="10" />
      <path d={mouths[at] ?? mouths[2]} />
      <path d="M8.8 10.4v.2M15.2 10.4v.2" strokeWidth="2.4" />
      {at === 0 && <path d={angry} />}
    </svg>
  );
}
