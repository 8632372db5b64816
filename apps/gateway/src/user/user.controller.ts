/** @module Users, for administrators. */
import { Body, Controller, Delete, Get, Inject, Patch, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { erasureAnswerSchema, type ErasureAnswer } from '@visage/contracts/receipt.contract';
import type { User } from '@visage/contracts/session.contract';
import {
  managedUserSchema,
  managedUsersSchema,
  passwordLinkSchema,
  userCreateSchema,
  userMadeSchema,
  userUpdateSchema,
  type ManagedUser,
  type ManagedUsers,
  type PasswordLink,
  type UserCreate,
  type UserMade,
  type UserUpdate,
} from '@visage/contracts/user.contract';
import type { Request } from 'express';
import { Access } from '../http/access.decorator.js';
import { Answers } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { UserId } from '../http/id.param.js';
import { ReceiptService } from '../receipt/receipt.service.js';
import { PasswordLinkService } from './password-link.service.js';
import { UserService } from './user.service.js';

@ApiTags('admin')
@Access('admin')
@Controller('admin/users')
export class UserController {
  constructor(
    @Inject(UserService) private readonly users: UserService,
    @Inject(PasswordLinkService) private readonly links: PasswordLinkService,
    @Inject(ReceiptService) private readonly receipts: ReceiptService,
  ) {}

  @Get()
  @Answers(managedUsersSchema)
  list(): Promise<ManagedUsers> {
    return this.users.list();
  }

  /** With the password that is given, or with a link to set one. */
  @Post()
  @Answers(userMadeSchema, 201)
  async create(
    @CurrentUser() admin: User,
    @Body({ schema: userCreateSchema }) body: UserCreate,
    @Req() request: Request,
  ): Promise<UserMade> {
    const user = await this.users.create(admin, body);
    const passwordLink =
      body.password === undefined ? await this.links.create(admin, user.id, request) : null;
    return { user, passwordLink };
  }

  @Patch(':userId')
  @Answers(managedUserSchema)
  update(
    @CurrentUser() admin: User,
    @UserId() userId: string,
    @Body({ schema: userUpdateSchema }) body: UserUpdate,
  ): Promise<ManagedUser> {
    return this.users.update(admin, userId, body);
  }

  @Delete(':userId')
  @Answers(erasureAnswerSchema)
  async remove(
    @CurrentUser() admin: User,
    @UserId() userId: string,
    @Req() request: Request,
  ): Promise<ErasureAnswer> {
    return { receipt: this.receipts.answer(await this.users.remove(admin, userId), request) };
  }

  /** A new link to set a password, good once; earlier ones end. */
  @Post(':userId/password-link')
  @Answers(passwordLinkSchema, 201)
  link(@CurrentUser() admin: User, @UserId() userId: string, @Req() request: Request): Promise<PasswordLink> {
    return this.links.create(admin, userId, request);
  }
}
