import { createContext } from 'react'

/** The nonce of this page's style policy, for style elements that components add. */
export const NonceContext = createContext('')
