import { lyingHeadsSuite } from './lying-heads-suite.ts'

lyingHeadsSuite('Chromium')
