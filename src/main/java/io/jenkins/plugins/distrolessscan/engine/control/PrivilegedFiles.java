package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry.Kind;

/** Files that give whoever runs them more rights. */
final class PrivilegedFiles implements Control {
    @Override
    public String id() {
        return "files-1.2";
    }

    @Override
    public String title() {
        return "No file gives more rights to whoever runs it";
    }

    @Override
    public double impact() {
        return 0.6;
    }

    @Override
    public String description() {
        return "No regular file has the setuid or setgid bit, or file capabilities. Looked for within reach of the target's"
                + " user; mounted volumes are not looked into. File capabilities are looked for on executables only.";
    }

    @Override
    public String remedy() {
        return "Take the bits and the capabilities away when the image is built, or leave the file out.";
    }

    @Override
    public Answer answer(ControlInput input) {
        return FileSearch.none(input.tree(), "privileged file", PrivilegedFiles::privileged);
    }

    private static boolean privileged(FileEntry entry) {
        return entry.kind() == Kind.FILE
                && ((entry.mode() & 06000) != 0 || entry.capabilities().isPresent());
    }
}
