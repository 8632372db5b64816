/** @module A heap of numbered items with changeable keys: the largest key on top, the lowest number among equals. */
import { at } from '../search/embedding.matrix.js';

export class MaxHeap {
  private readonly items: Int32Array;
  private readonly places: Int32Array;
  private readonly keys: Float64Array;
  private size = 0;

  /** Items are numbers from 0 to `capacity - 1`. */
  constructor(capacity: number) {
    this.items = new Int32Array(capacity);
    this.places = new Int32Array(capacity).fill(-1);
    this.keys = new Float64Array(capacity);
  }

  /** The item with the largest key, or -1 if the heap is empty. */
  top(): number {
    return this.size === 0 ? -1 : at(this.items, 0);
  }

  key(item: number): number {
    return at(this.places, item) < 0 ? -Infinity : at(this.keys, item);
  }

  set(item: number, key: number): void {
    this.keys[item] = key;
    if (at(this.places, item) < 0) this.place(item, this.size++);
    this.up(at(this.places, item));
    this.down(at(this.places, item));
  }

  remove(item: number): void {
    const place = at(this.places, item);
    if (place < 0) return;
    this.places[item] = -1;
    const last = at(this.items, --this.size);
    if (last === item) return;
    this.place(last, place);
    this.up(place);
    this.down(at(this.places, last));
  }

  private place(item: number, place: number): void {
    this.items[place] = item;
    this.places[item] = place;
  }

  private before(a: number, b: number): boolean {
    const difference = at(this.keys, a) - at(this.keys, b);
    return difference === 0 ? a < b : difference > 0;
  }

  private up(start: number): void {
    const item = at(this.items, start);
    let place = start;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const other = at(this.items, parent);
      if (!this.before(item, other)) break;
      this.place(other, place);
      place = parent;
    }
    this.place(item, place);
  }

  private down(start: number): void {
    const item = at(this.items, start);
    let place = start;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && this.before(at(this.items, child + 1), at(this.items, child))) child++;
      const other = at(this.items, child);
      if (!this.before(other, item)) break;
      this.place(other, place);
      place = child;
    }
    this.place(item, place);
  }
}
