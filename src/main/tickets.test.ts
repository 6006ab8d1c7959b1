import { describe, expect, it } from 'vitest';
import { createTickets, type Grant } from './tickets';

describe('tickets', () => {
  it('show the name and hide the path', () => {
    const ticket = createTickets(() => undefined).issue('/home/person/a b.jpg', 'read');
    expect(ticket.name).toBe('a b.jpg');
    expect(JSON.stringify(ticket)).not.toContain('person');
  });

  it('are different for every choice, of the same file too', () => {
    const tickets = createTickets(() => undefined);
    const ids = new Set([1, 2, 3].map(() => tickets.issue('/a.jpg', 'read').id));
    expect(ids.size).toBe(3);
  });

  it('stand for reading or for writing, not for both', () => {
    const tickets = createTickets(() => undefined);
    const photo = tickets.issue('/a.jpg', 'read');
    const target = tickets.issue('/b.jpg', 'write');
    expect(tickets.pathOf(photo.id, 'read')).toBe('/a.jpg');
    expect(tickets.pathOf(photo.id, 'write')).toBeUndefined();
    expect(tickets.pathOf(target.id, 'write')).toBe('/b.jpg');
    expect(tickets.pathOf(target.id, 'read')).toBeUndefined();
    expect(tickets.pathOf('/a.jpg', 'read')).toBeUndefined();
  });

  it('are told to the engine when they are issued, and are all there to be told again', () => {
    const told: Grant[] = [];
    const tickets = createTickets((grant) => told.push(grant));
    tickets.issue('/a.jpg', 'read');
    tickets.issue('/b.jpg', 'write');
    expect(told).toEqual([...tickets.all()]);
    expect(told.map(({ path, access }) => [path, access])).toEqual([
      ['/a.jpg', 'read'],
      ['/b.jpg', 'write'],
    ]);
  });
});
