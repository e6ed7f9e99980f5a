import {
  BoldOutlined,
  CodeOutlined,
  FontSizeOutlined,
  ItalicOutlined,
  LineOutlined,
  LinkOutlined,
  OrderedListOutlined,
  RedoOutlined,
  RightOutlined,
  StrikethroughOutlined,
  UnderlineOutlined,
  UndoOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons';
import { EditorContent, useEditor, useEditorState, type Editor as TextEditor } from '@tiptap/react';
import { StarterKit } from '@tiptap/starter-kit';
import { Button, Input, Space } from 'antd';
import { useEffect, useState, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { isObject } from '@/api/narrow';
import type { InputProps } from '../define';
import styles from '../shared/shared.module.css';
import { asTexts } from '../shared/values';

/** What the editor and the server's list of allowed parts have in common. */
function extensionsFor(settings: Readonly<Record<string, unknown>>) {
  const allowed = asTexts(settings['allowed']);
  const may = (part: string): boolean => allowed.length === 0 || allowed.includes(part);
  return StarterKit.configure({
    ...(may('heading') ? { heading: { levels: [1, 2, 3] } } : { heading: false }),
    ...(may('list') ? {} : { bulletList: false, orderedList: false, listItem: false, listKeymap: false }),
    ...(may('quote') ? {} : { blockquote: false }),
    ...(may('code') ? {} : { code: false, codeBlock: false }),
    ...(may('link') ? { link: { openOnClick: false, protocols: ['http', 'https', 'mailto', 'tel'], defaultProtocol: 'https' } } : { link: false }),
    ...(may('rule') ? {} : { horizontalRule: false }),
  });
}

/** The document as the editor takes it: without the plain text that the engine keeps beside it. */
function contentOf(value: unknown) {
  if (!isObject(value)) return null;
  return { type: 'doc', content: Array.isArray(value['content']) ? value['content'] : [] };
}

interface Tool {
  name: string;
  part: string | null;
  Icon: ComponentType<{ 'aria-hidden'?: boolean }>;
  run: (editor: TextEditor) => void;
  active?: (editor: TextEditor) => boolean;
}

const tools: readonly Tool[] = [
  { name: 'bold', part: null, Icon: BoldOutlined, run: (editor) => editor.chain().focus().toggleBold().run(), active: (editor) => editor.isActive('bold') },
  { name: 'italic', part: null, Icon: ItalicOutlined, run: (editor) => editor.chain().focus().toggleItalic().run(), active: (editor) => editor.isActive('italic') },
  { name: 'underline', part: null, Icon: UnderlineOutlined, run: (editor) => editor.chain().focus().toggleUnderline().run(), active: (editor) => editor.isActive('underline') },
  { name: 'strike', part: null, Icon: StrikethroughOutlined, run: (editor) => editor.chain().focus().toggleStrike().run(), active: (editor) => editor.isActive('strike') },
  { name: 'heading', part: 'heading', Icon: FontSizeOutlined, run: (editor) => editor.chain().focus().toggleHeading({ level: 2 }).run(), active: (editor) => editor.isActive('heading') },
  { name: 'bulletList', part: 'list', Icon: UnorderedListOutlined, run: (editor) => editor.chain().focus().toggleBulletList().run(), active: (editor) => editor.isActive('bulletList') },
  { name: 'orderedList', part: 'list', Icon: OrderedListOutlined, run: (editor) => editor.chain().focus().toggleOrderedList().run(), active: (editor) => editor.isActive('orderedList') },
  { name: 'blockquote', part: 'quote', Icon: RightOutlined, run: (editor) => editor.chain().focus().toggleBlockquote().run(), active: (editor) => editor.isActive('blockquote') },
  { name: 'codeBlock', part: 'code', Icon: CodeOutlined, run: (editor) => editor.chain().focus().toggleCodeBlock().run(), active: (editor) => editor.isActive('codeBlock') },
  { name: 'horizontalRule', part: 'rule', Icon: LineOutlined, run: (editor) => editor.chain().focus().setHorizontalRule().run() },
  { name: 'undo', part: null, Icon: UndoOutlined, run: (editor) => editor.chain().focus().undo().run() },
  { name: 'redo', part: null, Icon: RedoOutlined, run: (editor) => editor.chain().focus().redo().run() },
];

/** Where the address of a link is entered. */
function LinkRow({ editor, close }: { editor: TextEditor; close: () => void }) {
  const { t } = useTranslation();
  const known: unknown = editor.getAttributes('link')['href'];
  const [address, setAddress] = useState(typeof known === 'string' ? known : 'https://');
  const set = (): void => {
    editor.chain().focus().extendMarkRange('link').setLink({ href: address.trim() }).run();
    close();
  };
  return (
    <Space.Compact block>
      <Input aria-label={t('input.rich.address')} inputMode="url" value={address} onChange={(event) => { setAddress(event.target.value); }} onPressEnter={(event) => { event.preventDefault(); set(); }} />
      <Button onClick={set}>{t('input.rich.set_link')}</Button>
      <Button
        onClick={() => {
          editor.chain().focus().extendMarkRange('link').unsetLink().run();
          close();
        }}
      >
        {t('input.rich.unlink')}
      </Button>
    </Space.Compact>
  );
}

function Bar({ editor, settings, disabled }: { editor: TextEditor; settings: Readonly<Record<string, unknown>>; disabled: boolean }) {
  const { t } = useTranslation();
  const [linking, setLinking] = useState(false);
  const allowed = asTexts(settings['allowed']);
  const may = (part: string | null): boolean => part === null || allowed.length === 0 || allowed.includes(part);
  const active = useEditorState({ editor, selector: ({ editor: now }) => [...tools.filter((tool) => tool.active?.(now) === true).map((tool) => tool.name), ...(now.isActive('link') ? ['link'] : [])] });
  return (
    <>
      <div className={styles['editorBar']} role="toolbar" aria-label={t('input.rich.toolbar')}>
        {tools
          .filter((tool) => may(tool.part))
          .map(({ name, Icon, run, active: canBe }) => (
            <Button
              key={name}
              type={active.includes(name) ? 'primary' : 'text'}
              size="small"
              icon={<Icon aria-hidden />}
              title={t(`input.rich.${name}`)}
              aria-label={t(`input.rich.${name}`)}
              {...(canBe === undefined ? {} : { 'aria-pressed': active.includes(name) })}
              disabled={disabled}
              onClick={() => { run(editor); }}
            />
          ))}
        {may('link') && (
          <Button
            type={active.includes('link') ? 'primary' : 'text'}
            size="small"
            icon={<LinkOutlined aria-hidden />}
            title={t('input.rich.link')}
            aria-label={t('input.rich.link')}
            aria-expanded={linking}
            disabled={disabled}
            onClick={() => { setLinking(!linking); }}
          />
        )}
      </div>
      {linking && <LinkRow editor={editor} close={() => { setLinking(false); }} />}
    </>
  );
}

/** The editor; its document is checked again by the engine, here and on the server. */
export default function Editor(props: InputProps) {
  const { settings } = props.field;
  const attributes = {
    id: props.id,
    role: 'textbox',
    'aria-multiline': 'true',
    'aria-labelledby': `${props.id}-label`,
    'aria-required': String(props.required),
    'aria-invalid': String(props.invalid),
    ...(props.describedBy === undefined ? {} : { 'aria-describedby': props.describedBy }),
  };
  const editor = useEditor({
    extensions: [extensionsFor(settings)],
    content: contentOf(props.value),
    editable: !props.disabled,
    shouldRerenderOnTransaction: false,
    editorProps: { attributes },
    onUpdate: ({ editor: now }) => {
      props.onChange(now.isEmpty ? null : now.getJSON());
    },
  });
  const { disabled, value } = props;
  const described = JSON.stringify(attributes);
  useEffect(() => {
    // The page may have been left while the editor was still on its way.
    if (editor.isDestroyed) return;
    editor.setOptions({ editable: !disabled, editorProps: { attributes: { ...attributes } } });
    // The attributes are made anew in each turn; what they say counts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [editor, disabled, described]);
  useEffect(() => {
    // What somebody else put there: a default, a relation that fills in. What is typed here is not put in once more.
    if (!editor.isDestroyed && !editor.isFocused && JSON.stringify(contentOf(value)) !== JSON.stringify(contentOf(editor.getJSON()))) {
      editor.commands.setContent(contentOf(value), { emitUpdate: false });
    }
  }, [editor, value]);
  return (
    <div className={styles['editor']} data-invalid={props.invalid} data-disabled={disabled}>
      {props.compact !== true && <Bar editor={editor} settings={settings} disabled={disabled} />}
      <div className={`${styles['editorText'] ?? ''} ${styles['prose'] ?? ''}`}>
        <EditorContent editor={editor} />
      </div>
    </div>
  );
}
