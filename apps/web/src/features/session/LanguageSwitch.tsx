import { Button } from 'antd';
import { useLocale } from '@/i18n';

/** Names each language in itself; no flags. */
export function LanguageSwitch() {
  const locale = useLocale((state) => state.locale);
  const chooseLocale = useLocale((state) => state.chooseLocale);
  const other = locale === 'zh-CN' ? ({ tag: 'en', name: 'English' } as const) : ({ tag: 'zh-CN', name: '中文' } as const);
  return (
    <Button
      type="text"
      lang={other.tag}
      onClick={() => {
        chooseLocale(other.tag);
      }}
    >
      {other.name}
    </Button>
  );
}
