import './zod';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import type { Bridge } from '@shared/contract/bridge';
import { mount } from 'svelte';
import App from './App.svelte';
import { connect } from './stores/links';
import { Workspace } from './stores/workspace.svelte';

declare global {
  interface Window {
    /** Put there by the preload script. */
    readonly maquette: Bridge;
  }
}

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
const workspace = new Workspace(connect(window.maquette));
mount(App, { target, props: { workspace } });
void workspace.start();
