import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';

interface Props {
  readonly title: string;
  readonly open: boolean;
  /** Escape, a click outside, or what the content decides. */
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog that holds the focus and gives it back. */
export const Dialog = ({ title, open, onClose, children }: Props) => (
  <ModalOverlay
    className="overlay"
    isOpen={open}
    isDismissable
    onOpenChange={(isOpen) => {
      if (!isOpen) onClose();
    }}
  >
    <Modal className="modal">
      <AriaDialog className="dialog">
        <Heading slot="title">{title}</Heading>
        {children}
      </AriaDialog>
    </Modal>
  </ModalOverlay>
);
