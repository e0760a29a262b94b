package io.jenkins.plugins.distrolessscan.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Why a file or folder cannot be read or written, in words. */
final class FileTrouble {
    private FileTrouble() {}

    static String words(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is none of this name";
        }
        if (failure instanceof AccessDeniedException) {
            return "you may not";
        }
        if (failure instanceof DirectoryNotEmptyException folder) {
            return "a folder is where a file of the report belongs, "
                    + Path.of(folder.getMessage()).getFileName();
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "there is a file of this name";
        }
        if (failure instanceof FileSystemException known && known.getReason() != null) {
            return known.getReason();
        }
        // The operating system's word, such as "No space left on device".
        return failure.getClass() == IOException.class && failure.getMessage() != null
                ? failure.getMessage()
                : failure.getClass().getSimpleName();
    }
}
