import { longLieSuite } from './long-lie-suite.ts'

longLieSuite('Chromium')
