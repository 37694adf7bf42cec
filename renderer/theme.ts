import type { ThemeConfig } from 'antd'

/** Every colour of the screens, once. One accent; the others belong to statuses, which never speak by colour alone. */
export const PALETTE = {
  ink: '#1b2326',
  'ink-2': '#55626a',
  line: '#d3dadd',
  'line-2': '#e6eaec',
  ground: '#f3f5f5',
  surface: '#ffffff',
  accent: '#0b6170',
  'accent-soft': '#e2eff1',
  good: '#1e6b3a',
  'good-soft': '#e4f2e8',
  warn: '#855600',
  'warn-soft': '#fcf0d6',
  bad: '#a8201a',
  'bad-soft': '#fbe8e6',
  info: '#35588a',
  'info-soft': '#e6edf7',
} as const

export const TEXT_SIZES = ['standard', 'large', 'largest'] as const
export type TextSize = (typeof TEXT_SIZES)[number]

/** Root font size in px; everything else is in rem of it. */
export const ROOT_PX: Readonly<Record<TextSize, number>> = { standard: 14, large: 16, largest: 18 }

export const FONTS = "'Noto Sans SC', 'Noto Serif Tibetan', 'Microsoft YaHei', 'PingFang SC', system-ui, sans-serif"

/** antd in the same colours and sizes. Nothing moves: old counter PCs have better things to do. */
export function antdTheme(size: TextSize): ThemeConfig {
  const px = ROOT_PX[size]
  return {
    token: {
      colorPrimary: PALETTE.accent,
      colorInfo: PALETTE.accent,
      colorLink: PALETTE.accent,
      colorSuccess: PALETTE.good,
      colorWarning: PALETTE.warn,
      colorError: PALETTE.bad,
      colorText: PALETTE.ink,
      colorTextSecondary: PALETTE['ink-2'],
      colorTextPlaceholder: '#6f7c84',
      colorBorder: '#b4bfc4',
      colorBorderSecondary: PALETTE.line,
      colorBgLayout: PALETTE.ground,
      fontFamily: FONTS,
      fontSize: px,
      controlHeight: Math.round(px * 2.3),
      borderRadius: 4,
      motion: false,
    },
    components: {
      Segmented: { trackBg: '#e1e7e9', itemSelectedColor: PALETTE.accent },
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    },
  }
}

/** Gives the colours to the style sheets, as `--c-…`. */
export function applyTheme(root: HTMLElement, size: TextSize): void {
  for (const [name, value] of Object.entries(PALETTE)) root.style.setProperty(`--c-${name}`, value)
  root.style.fontSize = `${ROOT_PX[size]}px`
}
