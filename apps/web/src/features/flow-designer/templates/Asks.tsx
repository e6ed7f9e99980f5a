import { Alert, Form, InputNumber, Select } from 'antd';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { textIn, type Json } from '@/api';
import { jsonOf, labelled } from '@/definition';
import { useBuilder, useReferences } from '@/features/build';
import { useText } from '@/i18n';
import { beginningAnswers, everywhere, fieldsFor, type Ask } from './template';

/** Under which name the answers stand in the form of the dialog. */
export const answersOf = (values: unknown): Json => jsonOf(jsonOf(values)['answers']);

interface AsksProps {
  app: string;
  asks: readonly Ask[];
  /** The form over which the flow will run. */
  form: string;
}

/** The questions of a template, as part of the dialog's form: nothing is left open that the flow would name. */
export function Asks({ app, asks, form }: AsksProps) {
  const dialog = Form.useFormInstance();
  const definition = useBuilder((state) => state.objects[`form/${form}`]?.definition);
  useEffect(() => {
    const answers = beginningAnswers(asks, jsonOf(definition));
    // The answers of another template, or about another form, would be wrong here, and so would what was said about them.
    dialog.setFields(asks.map(({ id }) => ({ name: ['answers', id], value: answers[id], errors: [] })));
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [asks, form]);
  return asks.map((ask) => <Question key={ask.id} app={app} ask={ask} form={form} definition={jsonOf(definition)} />);
}

interface QuestionProps {
  app: string;
  ask: Ask;
  form: string;
  definition: Json;
}

type Choices = ({ value: string; label: string } | { label: string; options: { value: string; label: string }[] })[];

function Question({ app, ask, form, definition }: QuestionProps) {
  const { t } = useTranslation();
  const text = useText();
  const holders = useHolders(definition);
  const label = text(ask.label);
  const needed = { required: true, message: t('flow-designer.templates.answer_needed') };
  if (ask.kind === 'number') {
    const { above } = ask;
    const higher = above === null ? [] : [({ getFieldValue }: { getFieldValue: (name: string[]) => unknown }) => ({ validator: async (_: unknown, value: unknown) => (Number(value) > Number(getFieldValue(['answers', above])) ? Promise.resolve() : Promise.reject(new Error(t('flow-designer.templates.above')))) })];
    return (
      <Form.Item name={['answers', ask.id]} label={label} rules={[needed, ...higher]} dependencies={above === null ? [] : [['answers', above]]}>
        <InputNumber min={ask.least} max={ask.most} precision={0} />
      </Form.Item>
    );
  }
  const fields = ask.kind === 'field' ? fieldsFor(definition, ask.of) : [];
  const options: Choices = ask.kind === 'field' ? fields.map((field) => ({ value: String(field['id']), label: text(labelled(field['label'])) })) : holders(ask.several);
  return (
    <>
      <Form.Item name={['answers', ask.id]} label={label} rules={[needed]}>
        <Select options={options} placeholder={t('flow-designer.templates.choose')} showSearch={{ optionFilterProp: 'label' }} disabled={ask.kind === 'field' && fields.length === 0} />
      </Form.Item>
      {ask.kind === 'field' && fields.length === 0 && (
        <Alert showIcon type="warning" title={t(`flow-designer.templates.no_field.${ask.of}`)} action={<Link to={`/build/${app}/form/${form}`}>{t('flow-designer.templates.to_form')}</Link>} />
      )}
    </>
  );
}

/** Who can get a step: somebody of the organisation, a role of the app, whoever a field names. */
function useHolders(definition: Json): (several: boolean) => Choices {
  const { t } = useTranslation();
  const text = useText();
  const roles = useReferences('role');
  const named = fieldsFor(definition, 'person');
  return (several) =>
    [
      { label: t('flow-designer.templates.roles'), options: roles.map((role) => ({ value: `role:${role.value}`, label: role.label })) },
      { label: t('flow-designer.templates.organisation'), options: everywhere.filter((one) => one.several || !several).map(({ value }) => ({ value, label: t(`flow-designer.templates.holders.${value}`) })) },
      { label: t('flow-designer.templates.in_form'), options: named.filter((field) => !several || textIn(field, 'kind') === 'members').map((field) => ({ value: `field:${String(field['id'])}`, label: text(labelled(field['label'])) })) },
    ].filter(({ options }) => options.length > 0);
}
