import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));
const server = process.env['MORTISE_SERVER'] ?? 'http://127.0.0.1:8080';

/** Every page at the root is an entry of its own: the app, and the light public pages. */
const pages = readdirSync(root).filter((name) => name.endsWith('.html'));

export default defineConfig({
  root,
  plugins: [react()],
  resolve: { alias: { '@': `${root}src` } },
  server: { port: 5173, proxy: { '/api': { target: server } } },
  build: {
    outDir: 'dist',
    target: 'es2022',
    chunkSizeWarningLimit: 900,
    rolldownOptions: { input: pages.map((page) => root + page) },
  },
  test: { include: ['tests/unit/**/*.test.{ts,tsx}'], environment: 'node' },
});
