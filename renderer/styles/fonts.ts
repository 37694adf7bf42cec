/** The program brings its fonts: a bare machine and a full one show the same. Only the subsets that a page needs are read. */
import '@fontsource/noto-sans-sc/400.css'
import '@fontsource/noto-sans-sc/700.css'
import '@fontsource/noto-serif-tibetan/400.css'
import '@fontsource/noto-serif-tibetan/700.css'
