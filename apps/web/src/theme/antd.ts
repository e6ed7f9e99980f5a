import { theme as antdTheme, type ThemeConfig } from 'antd';
import { fontFamily, motion, palettes, size, type Scheme } from './tokens';

/** antd's theme, made from the tokens. Under a thumb, controls are larger, and letters so large that a phone does not zoom. */
export function antdThemeOf(scheme: Scheme, touch: boolean): ThemeConfig {
  const palette = palettes[scheme];
  return {
    algorithm: scheme === 'dark' ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
    token: {
      colorPrimary: palette.accent,
      colorInfo: palette.info,
      colorSuccess: palette.good,
      colorWarning: palette.warning,
      colorError: palette.danger,
      colorLink: palette.accent,
      colorText: palette.text,
      colorTextSecondary: palette.textSoft,
      colorTextTertiary: palette.textFaint,
      colorTextPlaceholder: palette.textFaint,
      colorTextDescription: palette.textFaint,
      colorTextLightSolid: palette.onAccent,
      colorBgLayout: palette.page,
      colorBgContainer: palette.surface,
      colorBgElevated: palette.raised,
      colorBorder: palette.lineStrong,
      colorBorderSecondary: palette.line,
      colorSplit: palette.line,
      boxShadow: palette.shadow,
      boxShadowSecondary: palette.shadow,
      borderRadius: size.radius,
      borderRadiusLG: size.radiusLarge,
      controlHeight: touch ? size.touch : size.control,
      fontFamily,
      fontSize: size.font,
      fontSizeSM: size.fontSmall,
      fontWeightStrong: 700,
      lineHeight: 1.5,
      motionDurationFast: motion.fast,
      motionDurationMid: motion.mid,
      motionDurationSlow: motion.slow,
      wireframe: false,
    },
    components: {
      Input: { inputFontSize: touch ? size.fontTouch : size.font },
      InputNumber: { inputFontSize: touch ? size.fontTouch : size.font },
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 400 },
      Form: { itemMarginBottom: size.s4, verticalLabelPadding: `0 0 ${String(size.s1)}px` },
      Tabs: { horizontalItemPadding: `${String(size.s2)}px 0`, horizontalItemGutter: size.s6 },
      Segmented: { trackBg: palette.neutralSoft },
      Table: { cellPaddingBlockSM: size.s1, headerBg: palette.sunken },
    },
  };
}
