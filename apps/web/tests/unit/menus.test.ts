import { createCache, extractStyle, StyleProvider } from '@ant-design/cssinjs';
import { Button, ConfigProvider, Dropdown, Select } from 'antd';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { antdThemeOf } from '@/theme/antd';

test('menus and lists stand at once, and no press is lost on one that slides', () => {
  const cache = createCache();
  const menu = createElement(Dropdown, { menu: { items: [] } }, createElement(Button, null, '+'));
  renderToString(createElement(StyleProvider, { cache }, createElement(ConfigProvider, { theme: antdThemeOf('light', false) }, menu, createElement(Select, {}))));
  const css = extractStyle(cache, true);
  for (const part of ['dropdown', 'select']) expect(css).toMatch(new RegExp(`\\.ant-${part}-css-var\\{[^}]*--ant-motion-duration-mid:1ms`));
});
