import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from '@codemirror/language'
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { type RefObject, useContext, useEffect, useEffectEvent, useImperativeHandle, useRef } from 'react'
import { NonceContext } from '../../../app/nonce.ts'
import { useWords } from '../../../app/prefs.tsx'
import { EDITOR_PHRASES } from '../../../i18n/editor-phrases.ts'
import type { Place } from './json-text.ts'

export interface EditorHandle {
  /** Selects a stretch, brings it into view and puts the focus there. */
  show(place: Place): void
  /** Puts another text in place of the whole; can be taken back like any change. */
  replace(text: string): void
}

interface Props {
  readonly text: string
  readonly label: string
  /** What is wrong, to be marked where it stands. */
  readonly problem: (Place & { readonly message: string }) | null
  readonly handle: RefObject<EditorHandle | null>
  onChange(text: string): void
  onSubmit(): void
}

const LOOKS = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--c-accent)' },
  { tag: tags.string, color: 'var(--c-ink)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--c-info)', fontWeight: '700' },
  { tag: tags.invalid, color: 'var(--c-bad)' },
])

/**
 * The text of a definition with line numbers, folding, search and the place of the error. Tab leaves it, as it leaves every field; nothing in it needs
 * eval, and its styles carry the page's nonce.
 */
export default function Editor({ text, label, problem, handle, onChange, onSubmit }: Props) {
  const words = useWords()
  const nonce = useContext(NonceContext)
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const changed = useEffectEvent((next: string) => onChange(next))
  const submit = useEffectEvent(() => onSubmit())
  const first = useRef(text)
  const lang = words.lang
  useEffect(() => {
    const parent = place.current
    if (parent === null) return
    const extensions: Extension = [
      EditorView.cspNonce.of(nonce),
      EditorState.phrases.of(EDITOR_PHRASES[lang]),
      EditorState.tabSize.of(2),
      lineNumbers(),
      lintGutter(),
      foldGutter(),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      highlightSelectionMatches(),
      search({ top: true }),
      EditorView.lineWrapping,
      json(),
      syntaxHighlighting(LOOKS),
      EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
      keymap.of([
        {
          key: 'Mod-Enter',
          run: () => {
            submit()
            return true
          },
        },
        ...searchKeymap,
        ...historyKeymap,
        ...foldKeymap,
        ...defaultKeymap,
      ]),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged) return
        first.current = update.state.doc.toString()
        changed(first.current)
      }),
    ]
    const made = new EditorView({ parent, state: EditorState.create({ doc: first.current, extensions }) })
    view.current = made
    return () => {
      made.destroy()
      view.current = null
    }
  }, [nonce, lang, label])
  useEffect(() => {
    const made = view.current
    if (made === null) return
    const end = made.state.doc.length
    const diagnostics: Diagnostic[] =
      problem === null
        ? []
        : [
            {
              from: Math.min(problem.from, end),
              to: Math.min(Math.max(problem.to, problem.from), end),
              severity: 'error',
              message: problem.message,
            },
          ]
    made.dispatch(setDiagnostics(made.state, diagnostics))
  }, [problem])
  useImperativeHandle(handle, () => ({
    show({ from, to }) {
      const made = view.current
      if (made === null) return
      const end = made.state.doc.length
      const selection = { anchor: Math.min(from, end), head: Math.min(to, end) }
      made.dispatch({ selection, effects: EditorView.scrollIntoView(selection.anchor, { y: 'center' }) })
      made.focus()
    },
    replace(next) {
      view.current?.dispatch({ changes: { from: 0, to: view.current.state.doc.length, insert: next } })
    },
  }))
  return <div ref={place} className="code-editor" />
}
