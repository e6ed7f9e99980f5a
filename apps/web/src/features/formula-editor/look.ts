/** How the editor looks: the theme's variables only, so that it is light and dark with everything else. */
import { EditorView } from '@codemirror/view';

const floating = {
  maxWidth: 'min(90vw, var(--side))',
  border: 'var(--hair) solid var(--line-strong)',
  borderRadius: 'var(--radius)',
  backgroundColor: 'var(--raised)',
  color: 'var(--text)',
  boxShadow: 'var(--shadow)',
  zIndex: '1100',
};

export const look = EditorView.theme({
  '&': { backgroundColor: 'transparent', color: 'var(--text)', fontSize: 'inherit' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'ui-monospace, Consolas, "Noto Sans SC", monospace', lineHeight: '1.7' },
  '.cm-content': { padding: 'var(--s1) 0', caretColor: 'var(--text)', minHeight: 'var(--s6)' },
  '.cm-line': { padding: '0 var(--s2)' },
  '.cm-placeholder': { color: 'var(--text-faint)', fontFamily: 'var(--font-family)' },
  '.cm-tooltip': floating,
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { maxHeight: '16em', fontFamily: 'inherit', maxWidth: 'min(90vw, var(--side))' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { display: 'flex', gap: 'var(--s3)', justifyContent: 'space-between', padding: 'var(--s1) var(--s2)', lineHeight: '1.6' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--selected)', color: 'var(--text)' },
  '.cm-completionLabel': { overflow: 'hidden', textOverflow: 'ellipsis' },
  '.cm-completionDetail': { color: 'var(--text-soft)', fontStyle: 'normal', fontSize: 'var(--font-small)', overflow: 'hidden', textOverflow: 'ellipsis' },
  '.cm-formula-function .cm-completionLabel': { fontWeight: '700' },
  '.cm-tooltip.cm-completionInfo': { padding: 'var(--s2) var(--s3)' },
  '.cm-formula-hover': { display: 'flex', flexDirection: 'column', gap: 'var(--s1)', padding: 'var(--s2) var(--s3)' },
  '.cm-formula-hover code': { color: 'var(--text-soft)' },
  '.cm-diagnostic': { padding: 'var(--s2) var(--s3)', borderLeft: 'var(--s1) solid var(--danger)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--danger)', textUnderlineOffset: 'var(--s1)' },
  '.cm-lintPoint-error::after': { borderBottomColor: 'var(--danger)' },
});
