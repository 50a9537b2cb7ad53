import { expect, test, type WebSocketRoute } from '@playwright/test';
import { useFair } from './support/fair.ts';

const fair = useFair();

test('an open page offers to load anew once another version of the server answers', async ({ browser }) => {
  const page = await fair.stranger(browser);
  const opened: WebSocketRoute[] = [];
  await page.routeWebSocket(/\/socket$/, (socket) => {
    opened.push(socket);
    const server = socket.connectToServer();
    const isFirst = opened.length === 1;
    // The second connection of the page goes to a server of the next version, as after a deployment.
    server.onMessage((text) => {
      socket.send(isFirst ? text : String(text).replace(/"version":"[^"]*"/, '"version":"99.0.0+next"'));
    });
  });
  await page.goto('/hall');
  await expect(page.getByRole('article').first()).toBeVisible();
  const offer = page.getByText('Eine neue Version ist da.');
  await expect(offer).toBeHidden();

  await opened[0]?.close({ code: 4001, reason: 'restart retry_after_ms=1' });
  await expect(offer).toBeVisible();
  await page.getByRole('button', { name: 'Neu laden', exact: true }).click();
  await expect.poll(() => opened.length).toBeGreaterThan(2);
  await expect(offer).toBeHidden();
});
