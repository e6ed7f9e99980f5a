import { useTranslation } from 'react-i18next';
import { textIn, type Json } from '@/api';
import { jsonOf, labelled } from '@/definition';
import { useBuilder } from '@/features/build';
import { useText } from '@/i18n';
import { callsAnother, copyOf, missingIn } from './begin';
import { filled, templates, type Ask } from './template';

/** Something that a flow can begin with: a template, or another flow of the app. */
export interface Beginning {
  readonly key: string;
  readonly name: string;
  readonly help: string;
  /** As it is drawn before anything was answered. */
  readonly flow: Json;
  readonly asks: readonly Ask[];
  /** Whether it is another flow of the app. */
  readonly copied: boolean;
  /** Why it cannot be taken for this form; null when it can. */
  readonly why: string | null;
  readonly make: (answers: Json) => Json;
}

interface Beginnings {
  readonly templates: readonly Beginning[];
  readonly copies: readonly Beginning[];
}

/** What a flow over a form can begin with. */
export function useBeginnings(form: string | undefined, without: string | null): Beginnings {
  const { t } = useTranslation();
  const text = useText();
  const objects = useBuilder((state) => state.objects);
  const all = Object.values(objects);
  const hasCalendar = textIn(jsonOf(all.find(({ kind }) => kind === 'app')?.definition), 'calendar') !== undefined;
  const formOf = (id: string): Json => jsonOf(objects[`form/${id}`]?.definition);
  const nameOf = (id: string): string => text(objects[`form/${id}`]?.label) || id;
  const whyNot = (flow: Json, own: string): string | null => {
    if (form === undefined) return t('flow-designer.templates.form_first');
    if (form === own) return null;
    if (callsAnother(flow)) return t('flow-designer.templates.calls', { form: nameOf(own) });
    const missing = missingIn(flow, formOf(own), formOf(form));
    return missing.length === 0 ? null : t('flow-designer.templates.fields_missing', { form: nameOf(form), fields: missing.map(text).join(t('flow-designer.and')) });
  };
  return {
    templates: templates.map((template) => ({
      key: template.id,
      name: text(template.label),
      help: text(template.help),
      flow: template.flow,
      asks: template.asks,
      copied: false,
      why: null,
      make: (answers) => filled(template, answers, hasCalendar),
    })),
    copies: all
      .filter((object) => object.kind === 'flow' && object.state !== 'removed' && object.id !== without)
      .map((object) => {
        const flow = jsonOf(object.definition);
        const own = textIn(flow, 'form') ?? '';
        return {
          key: `flow/${object.id}`,
          name: t('flow-designer.templates.copy_of', { name: text(labelled(flow['label'])) || object.id }),
          help: t('flow-designer.templates.over_form', { form: nameOf(own) }),
          flow,
          asks: [],
          copied: true,
          why: whyNot(flow, own),
          make: () => copyOf(flow),
        };
      }),
  };
}
