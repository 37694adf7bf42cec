import { ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { HTML_LANG, LANGS, type Lang, type Words, wordsOf } from '../i18n/index.ts'
import { antdTheme, applyTheme, TEXT_SIZES, type TextSize } from '../theme.ts'
import { keep, kept } from './local.ts'

/** What a person sets for this computer: language and size of text. */
export interface Prefs {
  readonly words: Words
  readonly size: TextSize
  setLang(lang: Lang): void
  setSize(size: TextSize): void
}

const Context = createContext<Prefs | null>(null)

export function usePrefs(): Prefs {
  const prefs = useContext(Context)
  if (prefs === null) throw new Error('no PrefsProvider')
  return prefs
}

/** The words of the language that is set. */
export function useWords(): Words {
  return usePrefs().words
}

export function PrefsProvider({ nonce, children }: { nonce: string; children: ReactNode }) {
  const [lang, setLang] = useState<Lang>(() => LANGS.find((one) => one === kept('lang')) ?? 'zh')
  const [size, setSize] = useState<TextSize>(() => TEXT_SIZES.find((one) => one === kept('text-size')) ?? 'standard')
  useEffect(() => {
    document.documentElement.lang = HTML_LANG[lang]
    document.title = wordsOf(lang).t('app.name')
    keep('lang', lang)
  }, [lang])
  useEffect(() => {
    applyTheme(document.documentElement, size)
    keep('text-size', size)
  }, [size])
  const prefs = useMemo(() => ({ words: wordsOf(lang), size, setLang, setSize }), [lang, size])
  const theme = useMemo(() => antdTheme(size), [size])
  return (
    <Context value={prefs}>
      <ConfigProvider
        locale={lang === 'zh' ? zhCN : enUS}
        theme={theme}
        csp={{ nonce }}
        wave={{ disabled: true }}
        button={{ autoInsertSpace: false }}
      >
        {children}
      </ConfigProvider>
    </Context>
  )
}
