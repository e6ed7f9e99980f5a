import type { RecordLink } from './types';

/** The addresses of the pages. Mails, messages and QR codes name the same ones. */
export const addresses = {
  work: (box: string) => `/desk/${box}`,
  task: (id: string) => `/desk/todo/${id}`,
  app: (app: string) => `/apps/${app}`,
  form: (app: string, form: string) => `/apps/${app}/forms/${form}`,
  /** The list of a form with records of its own choice: under a name, with the columns of the list. */
  chosen: (app: string, form: string, label: string, filter: unknown) => `/apps/${app}/forms/${form}?${new URLSearchParams({ given: JSON.stringify({ label, filter }) }).toString()}`,
  newRecord: (app: string, form: string) => `/apps/${app}/forms/${form}/new`,
  imports: (app: string, form: string) => `/apps/${app}/forms/${form}/imports`,
  anImport: (app: string, form: string, id: string) => `/apps/${app}/forms/${form}/imports/${id}`,
  record: (app: string, form: string, id: string) => `/apps/${app}/forms/${form}/records/${id}`,
  linked: (link: RecordLink) => `/apps/${link.app}/forms/${link.form}/records/${link.record}`,
  dashboard: (app: string, dashboard: string) => `/apps/${app}/dashboards/${dashboard}`,
  messages: () => '/messages',
  me: () => '/me',
} as const;
