package io.jenkins.plugins.distrolessscan.step;

import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Pattern;
import jenkins.MasterToSlaveFileCallable;

/**
 * A small text of the workspace, read once and bounded. The path is relative, goes nowhere upwards, and no link is followed:
 * what lies in a workspace was written by whoever writes the branch.
 */
final class WorkspaceText {
    /** Bytes at most. */
    static final int MOST_BYTES = 256 * 1024;

    private static final int LONGEST_PATH = 300;

    private static final Pattern PATH = Pattern.compile("[^\\p{C}/\\\\:*?\"<>|]+(/[^\\p{C}/\\\\:*?\"<>|]+)*");

    private WorkspaceText() {}

    /** Whether a text is a path that is read at all. */
    static boolean isPath(String path) {
        return path.length() <= LONGEST_PATH
                && PATH.matcher(path).matches()
                && Pattern.compile("/").splitAsStream(path).noneMatch(name -> name.equals("..") || name.equals("."));
    }

    /**
     * Reads a file of a workspace.
     *
     * @param path relative, as {@link #isPath} allows
     * @param parameter the parameter that names it, for the sentence
     * @throws ScanException CONFIGURATION with what is wrong
     */
    static String read(FilePath workspace, String path, String parameter) throws ScanException, InterruptedException {
        if (!isPath(path)) {
            throw wrong(Messages.WorkspaceText_path(parameter));
        }
        if (workspace == null) {
            throw wrong(Messages.WorkspaceText_noWorkspace(parameter));
        }
        Answer answer;
        try {
            answer = workspace.act(new Reading(path));
        } catch (IOException e) {
            throw new ScanException(
                    ScanException.Kind.CONFIGURATION,
                    Messages.WorkspaceText_unreadable(parameter, PlainText.line(path)),
                    e);
        }
        return text(answer, path, parameter);
    }

    /** An agent may say anything: what it brought is looked at once more. */
    private static String text(Answer answer, String path, String parameter) throws ScanException {
        String shown = PlainText.line(path);
        switch (answer.trouble == null ? Trouble.UNREADABLE : answer.trouble) {
            case MISSING -> throw wrong(Messages.WorkspaceText_missing(parameter, shown));
            case LINK -> throw wrong(Messages.WorkspaceText_link(parameter, shown));
            case UNREADABLE -> throw wrong(Messages.WorkspaceText_unreadable(parameter, shown));
            case NONE -> {
                if (answer.bytes == null || answer.bytes.length > MOST_BYTES) {
                    throw wrong(Messages.WorkspaceText_large(parameter, shown, MOST_BYTES / 1024));
                }
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(answer.bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw wrong(Messages.WorkspaceText_noText(parameter, shown));
        }
    }

    private static ScanException wrong(String sentence) {
        return new ScanException(ScanException.Kind.CONFIGURATION, sentence);
    }

    private enum Trouble {
        NONE,
        MISSING,
        LINK,
        UNREADABLE
    }

    private static final class Answer implements Serializable {
        private static final long serialVersionUID = 1;

        private final Trouble trouble;
        private final byte[] bytes;

        Answer(Trouble trouble, byte[] bytes) {
            this.trouble = trouble;
            this.bytes = bytes;
        }
    }

    private static final class Reading extends MasterToSlaveFileCallable<Answer> {
        private static final long serialVersionUID = 1;

        private final String path;

        Reading(String path) {
            this.path = path;
        }

        @Override
        public Answer invoke(File workspace, VirtualChannel channel) {
            Path file = workspace.toPath();
            try {
                for (String name : path.split("/")) {
                    file = file.resolve(name);
                    BasicFileAttributes found =
                            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                    if (found.isSymbolicLink() || found.isOther()) {
                        return new Answer(Trouble.LINK, null);
                    }
                }
                try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                    return new Answer(Trouble.NONE, in.readNBytes(MOST_BYTES + 1));
                }
            } catch (NoSuchFileException e) {
                return new Answer(Trouble.MISSING, null);
            } catch (IOException e) {
                return new Answer(Trouble.UNREADABLE, null);
            }
        }
    }
}
