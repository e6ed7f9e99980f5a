import type { Department } from './queries';

export interface TreeNode {
  key: string;
  value: string;
  title: string;
  children: TreeNode[];
}

const named = (department: Department): string => department.name;

/** The departments as a tree, siblings in their order. */
export function treeOf(departments: readonly Department[], above: string | null = null, title: (department: Department) => string = named): TreeNode[] {
  return departments
    .filter((department) => (department.parent ?? null) === above)
    .map((department) => ({ key: department.id, value: department.id, title: title(department), children: treeOf(departments, department.id, title) }));
}
