import type { LayoutNode } from '@/generated/definition';

/** The fields that stand below parts of a layout. */
export function fieldsOf(nodes: readonly LayoutNode[]): readonly string[] {
  return nodes.flatMap((node): readonly string[] => {
    switch (node.kind) {
      case 'field':
        return [node.field];
      case 'section':
      case 'grid':
        return fieldsOf(node.children);
      case 'tabs':
      case 'steps':
        return node.pages.flatMap((page) => fieldsOf(page.children));
      default:
        return [];
    }
  });
}

/** Parts that hide what stands in them hear this when it is to be seen: the first fault of a form may stand on another page. */
export const revealed = 'mortise-reveal';

/** Opens whatever hides an element. */
export function reveal(element: Element): void {
  for (let fold = element.closest('details'); fold !== null; fold = fold.parentElement?.closest('details') ?? null) fold.open = true;
  element.dispatchEvent(new CustomEvent(revealed, { bubbles: true }));
}
