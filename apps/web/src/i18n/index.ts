import { changeLanguage, t as translate, use as plug } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

/** The languages of the product, as the server names them. */
export const locales = ['zh-CN', 'en'] as const;
export type Locale = (typeof locales)[number];

/** A text that people read: one text for all languages, or one per language. */
export type Label = string | Readonly<Record<string, string>> | null | undefined;

interface LocaleState {
  locale: Locale;
  chooseLocale: (locale: Locale) => void;
}

export function localeOf(tag: string): Locale {
  return tag.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
}

export const useLocale = create<LocaleState>()(
  persist(
    (set) => ({
      locale: 'zh-CN',
      chooseLocale: (locale) => {
        set({ locale });
      },
    }),
    { name: 'mortise.locale' },
  ),
);

/** The text of a label in a language, or in the nearest one that is there. */
export function textOf(label: Label, locale: Locale): string {
  if (label === null || label === undefined) return '';
  if (typeof label === 'string') return label;
  return label[locale] ?? Object.values(label)[0] ?? '';
}

/** Reads labels in the person's language. */
export function useText(): (label: Label) => string {
  const locale = useLocale((state) => state.locale);
  return (label) => textOf(label, locale);
}

type Texts = { readonly [key: string]: string | Texts };

const shared = import.meta.glob<Texts>('./*.json', { eager: true, import: 'default' });
const ofFeatures = import.meta.glob<Texts>('../features/*/locales/*.json', { eager: true, import: 'default' });

/** Puts the texts of the features beside the shared ones: those of `features/flow-designer` under `flow-designer`. */
function textsOf(locale: Locale): Record<string, Texts | string> {
  const texts: Record<string, Texts | string> = { ...shared[`./${locale}.json`] };
  for (const [path, part] of Object.entries(ofFeatures)) {
    const [, , feature, , file] = path.split('/');
    if (feature !== undefined && file === `${locale}.json`) texts[feature] = part;
  }
  return texts;
}

/** A text of the product in each language, for what begins with it in a definition. */
export function inBothLanguages(key: string): Readonly<Record<Locale, string>> {
  return { 'zh-CN': translate(key, { lng: 'zh-CN' }), en: translate(key, { lng: 'en' }) };
}

function follow(locale: Locale): void {
  document.documentElement.lang = locale;
  void changeLanguage(locale);
}

/** Starts i18next with the texts of both languages, and follows the person's choice. */
export async function startI18n(): Promise<void> {
  await plug(initReactI18next).init({
    lng: useLocale.getState().locale,
    fallbackLng: 'zh-CN',
    interpolation: { escapeValue: false },
    resources: { 'zh-CN': { translation: textsOf('zh-CN') }, en: { translation: textsOf('en') } },
  });
  follow(useLocale.getState().locale);
  useLocale.subscribe((state) => {
    follow(state.locale);
  });
}
