import type { StepTimes } from './queries';

/** What the colours of the steps show. */
export const measures = ['median', 'ninth', 'returned', 'late', 'waiting'] as const;
export type Measure = (typeof measures)[number];

export const isMeasure = (text: string | null): text is Measure => measures.some((measure) => measure === text);

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** The value of a step; nothing where there is nothing to measure. Shares are of what was passed, or of what had a deadline. */
export function valueOf(step: StepTimes, measure: Measure): number | null {
  switch (measure) {
    case 'median': return step.median ?? null;
    case 'ninth': return step.ninth ?? null;
    case 'returned': return share(step.returned, step.passed);
    case 'late': return share(step.late, step.with_deadline);
    case 'waiting': return step.waiting;
  }
}

/** How many shades there are, from none to the hottest. */
const shades = 4;

/** The shade of each step: 0 for nothing, the highest for the largest value. Times differ by powers of ten, so that their shades go by the root. */
export function shadesOf(steps: readonly StepTimes[], measure: Measure): ReadonlyMap<string, number> {
  const values = steps.map((step) => ({ node: step.node, value: valueOf(step, measure) ?? 0 }));
  const most = Math.max(0, ...values.map(({ value }) => value));
  return new Map(values.map(({ node, value }) => [node, most === 0 ? 0 : Math.ceil(Math.sqrt(value / most) * shades)]));
}
