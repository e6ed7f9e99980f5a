const signs: Readonly<Record<string, string>> = { CNY: '¥', USD: '$', EUR: '€', JPY: '¥', GBP: '£', HKD: 'HK$' };

/** What stands before an amount. */
export function currencySign(code: string): string {
  return signs[code] ?? `${code} `;
}
