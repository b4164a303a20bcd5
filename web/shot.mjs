import { chromium } from 'playwright-core';
const base = process.argv[2];
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--autoplay-policy=no-user-gesture-required'] });
for (const [w,h,n,dark] of [[390,844,'m',false],[1280,800,'d',true]]) {
  const c = await b.newContext({ viewport:{width:w,height:h}, colorScheme: dark?'dark':'light', locale: dark?'de-DE':'en-US', hasTouch: w<500 });
  const p = await c.newPage();
  p.on('console', m => m.type()==='error' && console.log(n, m.text().slice(0,200)));
  for (const [path,name] of [['/search','search'],['/search?q=light','results'],['/rising','rising'],['/algorithm','algorithm'],['/algorithm/mine','mine'],['/','feed']]) {
    await p.goto(base+path); await p.waitForTimeout(1800); await p.screenshot({path:`/tmp/shots/${n}-${name}.png`});
  }
  await c.close();
}
await b.close();
