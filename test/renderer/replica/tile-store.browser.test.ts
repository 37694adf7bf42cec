import { tileStoreSuite } from './tile-store-suite.ts'

tileStoreSuite('Chromium')
