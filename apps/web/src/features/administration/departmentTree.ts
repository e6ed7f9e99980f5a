import type { Department } from './queries';

export interface TreeNode {
  key: string;
  value: string;
  title: string;
  children: TreeNode[];
}

/** The departments as a tree, siblings in their order. */
export function treeOf(departments: readonly Department[], above: string | null = null): TreeNode[] {
  return departments
    .filter((department) => (department.parent ?? null) === above)
    .map((department) => ({ key: department.id, value: department.id, title: department.name, children: treeOf(departments, department.id) }));
}
