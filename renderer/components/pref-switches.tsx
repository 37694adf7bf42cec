import { Segmented } from 'antd'
import { usePrefs } from '../app/prefs.tsx'
import type { Lang } from '../i18n/index.ts'
import { TEXT_SIZES, type TextSize } from '../theme.ts'

export function LangSwitch() {
  const { words, setLang } = usePrefs()
  return (
    <Segmented<Lang>
      aria-label={words.t('prefs.lang')}
      value={words.lang}
      onChange={setLang}
      options={[
        { value: 'zh', label: <span lang="zh-CN">中文</span> },
        { value: 'en', label: <span lang="en">EN</span> },
      ]}
    />
  )
}

/** Three sizes of text, each shown in its own size. */
export function SizeSwitch() {
  const { words, size, setSize } = usePrefs()
  return (
    <Segmented<TextSize>
      aria-label={words.t('prefs.size')}
      value={size}
      onChange={setSize}
      options={TEXT_SIZES.map((one) => ({
        value: one,
        label: <span className={`size-letter size-${one}`}>{words.t('prefs.letter')}</span>,
        title: words.t(`prefs.size.${one}`),
      }))}
    />
  )
}
