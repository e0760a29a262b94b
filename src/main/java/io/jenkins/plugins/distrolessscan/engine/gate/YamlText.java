package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads a file that people write, in YAML or JSON, which is YAML too. It may come from a stranger's branch: bounded. */
final class YamlText {
    /** The largest file that is read, in bytes. */
    static final int MOST_BYTES = 256 * 1024;

    private YamlText() {}

    /**
     * Maps, lists, texts, numbers and booleans.
     *
     * @param name what the text is, as the first words of a sentence
     * @throws ScanException CONFIGURATION when it is empty, too large or no YAML; no message repeats its content
     */
    static Object read(String text, String name) throws ScanException {
        checkSize(text, name);
        String plain = text.startsWith("\ufeff") ? text.substring(1) : text;
        LoaderOptions limits = new LoaderOptions();
        limits.setMaxAliasesForCollections(10);
        limits.setCodePointLimit(MOST_BYTES);
        limits.setNestingDepthLimit(20);
        limits.setAllowDuplicateKeys(false);
        limits.setAllowRecursiveKeys(false);
        Object root;
        try {
            DumperOptions unused = new DumperOptions();
            root = new Yaml(new SafeConstructor(limits), new Representer(unused), unused, limits, new AsWritten())
                    .load(plain);
        } catch (MarkedYAMLException e) {
            throw wrong(name + " cannot be read as YAML: look at line "
                    + (e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1) + ".");
        } catch (YAMLException | IllegalArgumentException | ClassCastException e) {
            throw wrong(name + " cannot be read as YAML.");
        }
        if (root == null) {
            throw wrong(name + " is empty.");
        }
        return root;
    }

    /** @throws ScanException CONFIGURATION when a text is larger than is read */
    static void checkSize(String text, String name) throws ScanException {
        if (text.length() > MOST_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw wrong(name + " is larger than 256 kB.");
        }
    }

    /**
     * Values stay what was written where readers of YAML differ: one would take 30 February for 2 March, and 010 for eight or
     * for ten.
     */
    private static final class AsWritten extends Resolver {
        private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9]*)");

        @Override
        public void addImplicitResolver(Tag tag, Pattern pattern, String first, int limit) {
            if (!tag.equals(Tag.TIMESTAMP)) {
                super.addImplicitResolver(tag, tag.equals(Tag.INT) ? DECIMAL : pattern, first, limit);
            }
        }
    }

    private static ScanException wrong(String text) {
        return new ScanException(ScanException.Kind.CONFIGURATION, text);
    }
}
