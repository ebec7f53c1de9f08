import {
  ActionIcon,
  Alert,
  Badge,
  Button,
  createTheme,
  Input,
  Kbd,
  type MantineColorsTuple,
  Menu,
  Modal,
  Popover,
  Select,
  Switch,
  TagsInput,
  Tooltip,
} from '@mantine/core';

const iris: MantineColorsTuple = [
  '#f1f1fd',
  '#e0e1fa',
  '#c3c5f4',
  '#a3a6ee',
  '#8589e6',
  '#686cd9',
  '#4b4ec4',
  '#4043ad',
  '#363993',
  '#2c2e77',
];

/** Sizes, type and defaults of the kit. Colours live in tokens.css, so that both schemes stand side by side. */
export const theme = createTheme({
  fontFamily: "'Inter Variable', ui-sans-serif, system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.35', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.3' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1rem', lineHeight: '1.4' },
      h2: { fontSize: '0.875rem' },
      h3: { fontSize: '0.8125rem' },
    },
  },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '10px', xl: '16px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '20px', xl: '28px' },
  shadows: { md: 'var(--float-shadow)', lg: 'var(--float-shadow)', xl: 'var(--float-shadow)' },
  defaultRadius: 'sm',
  primaryColor: 'iris',
  primaryShade: 6,
  colors: { iris },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } }),
    Badge: Badge.extend({ defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 500 } }),
    Input: Input.extend({ defaultProps: { size: 'sm' } }),
    Switch: Switch.extend({ defaultProps: { size: 'sm', withThumbIndicator: false } }),
    Alert: Alert.extend({ defaultProps: { variant: 'light', radius: 'sm' } }),
    Kbd: Kbd.extend({ defaultProps: { size: 'xs' } }),
    Menu: Menu.extend({
      defaultProps: {
        shadow: 'md',
        radius: 'md',
        transitionProps: { duration: 100 },
        // A menu holds items alone; the kit's own first stop for the focus is none.
        withInitialFocusPlaceholder: false,
      },
    }),
    Popover: Popover.extend({
      defaultProps: { shadow: 'md', radius: 'md', transitionProps: { duration: 100 } },
    }),
    Modal: Modal.extend({
      defaultProps: {
        radius: 'md',
        shadow: 'xl',
        closeButtonProps: { 'aria-label': 'Close' },
        transitionProps: { duration: 120, transition: 'fade' },
        overlayProps: { backgroundOpacity: 0.35 },
      },
    }),
    // The list itself scrolls (kit.css): an area around it would be a stop of its own for the focus.
    Select: Select.extend({ defaultProps: { withScrollArea: false } }),
    TagsInput: TagsInput.extend({ defaultProps: { withScrollArea: false } }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 350, transitionProps: { duration: 100 }, fz: 12, withinPortal: true },
    }),
  },
});
