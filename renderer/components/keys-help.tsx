import { Modal } from 'antd'
import type { NavItem } from '../app/nav.ts'
import { useWords } from '../app/prefs.tsx'
import type { TextKey } from '../i18n/index.ts'

const KEYS: readonly (readonly [string, TextKey])[] = [
  ['Ctrl Enter', 'keys.submit'],
  ['Ctrl P', 'keys.print'],
  ['Alt N', 'keys.next'],
  ['/', 'keys.search'],
  ['1 … 9', 'keys.pick'],
  ['↑ ↓', 'keys.rows'],
  ['Enter', 'keys.open'],
  ['F8', 'keys.problem'],
  ['Alt Enter', 'keys.person'],
  ['Ctrl Delete', 'keys.row'],
  ['PgUp PgDn', 'keys.pages'],
  ['Tab', 'keys.tab'],
  ['Esc', 'keys.close'],
  ['F1', 'keys.help'],
]

/** Every key that does something, on one sheet. */
export function KeysHelp({ nav, open, onClose }: { nav: readonly NavItem[]; open: boolean; onClose: () => void }) {
  const words = useWords()
  return (
    <Modal open={open} scrollLock={false} onCancel={onClose} onOk={onClose} title={words.t('keys.title')} footer={null}>
      <dl className="keys">
        {nav.map((item) => (
          <div key={item.key}>
            <dt>
              <kbd>Alt {item.key}</kbd>
            </dt>
            <dd>{words.t(item.title)}</dd>
          </div>
        ))}
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words.t(what)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
