import { BaseEdge, type Edge, type EdgeProps } from '@xyflow/react';
import { sizes } from './drawn';

/** A line that leads where another one leads already: it swings out so that both can be seen and read. */
export type BesideEdgeType = Edge<{ by: number }, 'beside'>;

const point = (x: number, y: number): string => `${String(x)} ${String(y)}`;

export function BesideEdge({ id, sourceX, sourceY, targetX, targetY, data, label, markerEnd, labelBgPadding, labelBgStyle }: EdgeProps<BesideEdgeType>) {
  const by = (data?.by ?? 1) * sizes.width * 0.6;
  const down = (targetY - sourceY) / 3;
  const path = `M ${point(sourceX, sourceY)} C ${point(sourceX + by, sourceY + down)} ${point(targetX + by, targetY - down)} ${point(targetX, targetY)}`;
  return (
    <BaseEdge
      id={id}
      path={path}
      label={label}
      labelX={(sourceX + targetX) / 2 + by * 0.75}
      labelY={(sourceY + targetY) / 2}
      {...(markerEnd === undefined ? {} : { markerEnd })}
      {...(labelBgPadding === undefined ? {} : { labelBgPadding })}
      {...(labelBgStyle === undefined ? {} : { labelBgStyle })}
    />
  );
}

export const edgeTypes = { beside: BesideEdge };
