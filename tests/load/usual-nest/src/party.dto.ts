import { IsEmail, IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';

export class PartyDto {
  @IsString() @MinLength(1) @MaxLength(500) name: string;
  @IsOptional() @IsIn(['person', 'organisation', 'unknown']) kind?: string;
  @IsOptional() @IsEmail() email?: string;
  @IsOptional() @IsString() @MaxLength(1000) address?: string;
  @IsOptional() @IsString() @MaxLength(10_000) notes?: string;
}
