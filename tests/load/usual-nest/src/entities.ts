import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('cases')
export class CaseEntity {
  @PrimaryColumn('uuid') id: string;
  @Column() number: string;
  @Column() title: string;
  @Column() status: string;
  @Column({ type: 'text', nullable: true }) judge: string | null;
  @Column({ type: 'text', nullable: true }) type: string | null;
  @Column({ name: 'court_id', type: 'text', nullable: true }) courtId: string | null;
  @Column({ name: 'nature_of_suit', type: 'text', nullable: true }) natureOfSuit: string | null;
  @Column({ name: 'filed_on', type: 'date', nullable: true }) filedOn: string | null;
  @Column({ name: 'closed_on', type: 'date', nullable: true }) closedOn: string | null;
  @Column({ name: 'entry_count' }) entryCount: number;
  @Column() version: number;
  @Column({ name: 'updated_at', type: 'timestamptz' }) updatedAt: Date;
}

@Entity('parties')
export class PartyEntity {
  @PrimaryColumn('uuid') id: string;
  @Column() name: string;
  @Column({ name: 'name_key' }) nameKey: string;
  @Column() kind: string;
  @Column({ type: 'text', nullable: true }) email: string | null;
  @Column({ type: 'text', nullable: true }) address: string | null;
  @Column({ type: 'text', nullable: true }) notes: string | null;
}
