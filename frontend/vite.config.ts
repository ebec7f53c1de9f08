import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env.KITH_SERVER ?? 'http://127.0.0.1:8000';

export default defineConfig({
  base: '/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    assetsDir: 'assets',
    // Fonts and icons stay files: a strict content security policy has no room for data: addresses.
    assetsInlineLimit: 0,
    manifest: true,
    target: 'es2023',
  },
  server: {
    port: Number(process.env.KITH_CLIENT_PORT ?? 5173),
    proxy: Object.fromEntries(
      ['/api', '/_allauth', '/live', '/healthz', '/readyz'].map((path) => [path, { target: server }]),
    ),
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/test-setup.ts'],
    restoreMocks: true,
  },
});
