package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry.Kind;

/** Files and folders that everyone may change. */
final class WorldWritable implements Control {
    @Override
    public String id() {
        return "files-1.1";
    }

    @Override
    public String title() {
        return "No file and no folder is writable for everyone";
    }

    @Override
    public double impact() {
        return 0.7;
    }

    @Override
    public String description() {
        return "No regular file has the write right of others, and no folder has it without the sticky bit (as tmp has it)."
                + " Looked for within reach of the target's user; mounted volumes are not looked into.";
    }

    @Override
    public String remedy() {
        return "Take the write right of others away when the image is built.";
    }

    @Override
    public Answer answer(ControlInput input) {
        return FileSearch.none(input.tree(), "world-writable path", WorldWritable::open);
    }

    private static boolean open(FileEntry entry) {
        return (entry.mode() & 0002) != 0
                && (entry.kind() == Kind.FILE || entry.kind() == Kind.FOLDER && (entry.mode() & 01000) == 0);
    }
}
