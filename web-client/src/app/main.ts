import { mount } from 'svelte';
import '../ui/fonts.css';
import '../ui/tokens.css';
import '../ui/base.css';
import App from './app.svelte';
import { followLinks } from './router.ts';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element #app');
followLinks(document);
mount(App, { target });
