import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** Dark enough from the sixth shade on for white text, light enough below for dark text (WCAG AA). */
const sea: MantineColorsTuple = [
  "#e6f6f8",
  "#d0ebef",
  "#a1d6de",
  "#6fc0cc",
  "#47adbd",
  "#2ea1b3",
  "#0b7285",
  "#086273",
  "#065361",
  "#03424e",
];

export const theme = createTheme({
  primaryColor: "sea",
  primaryShade: { light: 6, dark: 7 },
  colors: { sea },
  autoContrast: true,
  luminanceThreshold: 0.35,
  defaultRadius: "sm",
  cursorType: "pointer",
  // A <header> outside an article would be a second banner of the page.
  components: {
    Modal: { defaultProps: { closeButtonProps: { "aria-label": "Close" } } },
    ModalHeader: { defaultProps: { component: "div" } },
  },
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
});
