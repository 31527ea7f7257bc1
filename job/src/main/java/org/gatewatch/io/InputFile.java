package org.gatewatch.io;

import java.io.Serializable;

/**
 * One file to be read.
 *
 * @param index its number in the sorted list of all files of the run
 * @param binding index of its binding
 * @param path where it lies
 * @param firstTime event time of its first readable record, epoch ms; {@link Long#MIN_VALUE} when
 *     it has none, so that its damage is told at once
 * @param bytes its length on disk
 */
public record InputFile(int index, int binding, String path, long firstTime, long bytes)
    implements Serializable {}
