import './styles/fonts.ts'
import './styles/base.css'
import './styles/frame.css'
import './styles/parts.css'
import './styles/form.css'
import './styles/intake.css'
import './styles/cases.css'
import './styles/register.css'
import './styles/import.css'
import './styles/admin.css'
import './styles/attachments.css'
import './styles/conflicts.css'
import './styles/aside.css'
import './styles/print.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { PrefsProvider } from './app/prefs.tsx'

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
const root = document.getElementById('root')
if (root !== null) {
  createRoot(root).render(
    <PrefsProvider nonce={nonce}>
      <App nonce={nonce} />
    </PrefsProvider>,
  )
}
