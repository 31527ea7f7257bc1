package org.gatewatch.io;

/**
 * The webhooks of Slack and of Teams' Workflows: one message a request, to an address that is
 * itself the key. At least once; a chat knows no ids, so that a message may stand there twice after
 * a failure.
 */
final class ChatTarget implements HttpTarget {}
