import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import updateLocale from 'dayjs/plugin/updateLocale';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useMemo, type ReactNode } from 'react';
import { Problem } from '@/api';
import { useLocale } from '@/i18n';
import { antdThemeOf, applyScheme, useNarrow, useScheme, useStill } from '@/theme';

// Weeks begin on Monday and are counted as ISO 8601 does, in every language.
dayjs.extend(updateLocale);
dayjs.updateLocale('en', { weekStart: 1, yearStart: 4 });

/** A refusal will be the same again; only what did not reach the server, or broke there, is tried once more. */
function shouldRetry(count: number, error: unknown): boolean {
  const status = error instanceof Problem ? error.status : 400;
  return count < 2 && (status === 0 || status >= 502);
}

const queries = new QueryClient({
  defaultOptions: { queries: { retry: shouldRetry, staleTime: 10_000, refetchOnWindowFocus: true } },
});

/** Theme, language and data for all pages. */
export function Providers({ children }: { children: ReactNode }) {
  const scheme = useScheme();
  const narrow = useNarrow();
  const still = useStill();
  const locale = useLocale((state) => state.locale);
  const theme = useMemo(() => antdThemeOf(scheme, narrow, still), [scheme, narrow, still]);
  useEffect(() => {
    applyScheme(scheme);
  }, [scheme]);
  dayjs.locale(locale === 'zh-CN' ? 'zh-cn' : 'en');
  return (
    <QueryClientProvider client={queries}>
      <ConfigProvider theme={theme} locale={locale === 'zh-CN' ? zhCN : enUS} button={{ autoInsertSpace: false }} variant="outlined">
        <AntApp style={{ height: '100%' }}>{children}</AntApp>
      </ConfigProvider>
    </QueryClientProvider>
  );
}
