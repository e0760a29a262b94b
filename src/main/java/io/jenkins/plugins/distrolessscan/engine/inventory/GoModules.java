package io.jenkins.plugins.distrolessscan.engine.inventory;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence.GoBinary;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The modules that the Go linker wrote into a program, and Go's standard library. A version that was not released says
 * nothing, so it is left empty: the module cannot be judged.
 *
 * @param modules the modules, the main one first where it is known
 * @param unknown what the build info does not tell, as a clause about the program
 */
record GoModules(List<Declared> modules, Optional<String> unknown) {
    private static final String TYPE = "golang";

    /** Behind the number come experiments ({@code -X:boringcrypto}, {@code X:loopvar}) and what vendors add. */
    private static final Pattern VERSION =
            Pattern.compile("go([0-9]+(?:\\.[0-9]+)*(?:(?:rc|beta)[0-9]+)?)(?:[-+ ].*)?");

    /** A toolchain between two releases. */
    private static final Pattern UNRELEASED = Pattern.compile("go[0-9.]+-devel.*");

    /** What Go writes for a commit that has no tag: {@code v0.0.0-20240102030405-abcdefabcdef}. */
    private static final Pattern COMMIT =
            Pattern.compile("v[0-9]+\\.[0-9]+\\.[0-9]+-(?:.*\\.)?[0-9]{14}-[0-9a-f]{12}(?:\\+.*)?");

    private static final Pattern FOLDER = Pattern.compile("\\.{1,2}(?:[/\\\\].*)?|/.*|[A-Za-z]:[/\\\\].*");
    private static final String NAMED_FILES = "command-line-arguments";

    static GoModules of(GoBinary binary) {
        List<Declared> modules = new ArrayList<>();
        modules.add(Declared.of(TYPE, "stdlib", released(binary.goVersion()), Origin.BINARY));
        boolean main = false;
        String path = "";
        for (String line : new TextLines(binary.modules())) {
            String[] columns = line.split("\t", -1);
            switch (columns[0]) {
                case "path" -> path = column(columns, 1);
                case "mod" -> {
                    main = true;
                    modules.add(main(columns));
                }
                case "dep" -> modules.add(module(columns));
                // A replacement stands behind the module that it replaces: it is what is really linked.
                case "=>" -> {
                    if (modules.size() > 1) {
                        Declared replaced = modules.remove(modules.size() - 1);
                        modules.add(replacement(replaced, module(columns)));
                    }
                }
                default -> {
                    // "build" lines name no module.
                }
            }
        }
        return new GoModules(List.copyOf(modules), unknown(modules.size() == 1, main, path));
    }

    private static Optional<String> unknown(boolean alone, boolean main, String path) {
        if (main) {
            return Optional.empty();
        }
        if (alone) {
            return Optional.of("is a Go program without a list of modules, so that they are unknown");
        }
        return Optional.of(
                path.equals(NAMED_FILES)
                        ? "is a Go program that was built from named files, so that its own module is unknown"
                        : "is a Go program that does not name its own module, which is unknown");
    }

    private static String released(String version) {
        Matcher number = VERSION.matcher(version);
        return number.matches() && !UNRELEASED.matcher(version).matches() ? number.group(1) : "";
    }

    /** A replacement by a folder says nothing of what is in it: the module stays, without a version. */
    private static Declared replacement(Declared replaced, Declared by) {
        return FOLDER.matcher(by.name()).matches() ? Declared.of(TYPE, replaced.name(), "", Origin.BINARY) : by;
    }

    /** The program's own module: a commit, or one with changes, is no version that anybody released. */
    private static Declared main(String[] columns) {
        Declared module = module(columns);
        String version = module.version();
        boolean commit = COMMIT.matcher(version).matches() || version.endsWith("+dirty");
        return commit ? Declared.of(TYPE, module.name(), "", Origin.BINARY) : module;
    }

    private static Declared module(String[] columns) {
        String version = column(columns, 2);
        boolean unknown = version.equals("(devel)") || version.equals("v0.0.0");
        return Declared.of(TYPE, column(columns, 1), unknown ? "" : version, Origin.BINARY);
    }

    private static String column(String[] columns, int number) {
        return columns.length > number ? columns[number] : "";
    }
}
